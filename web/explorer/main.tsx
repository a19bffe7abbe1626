import "../src/styles/styles.css";
import { start } from "../src/start.js";
import { ExplorerPage } from "./explorer-page.js";

start(<ExplorerPage />);
