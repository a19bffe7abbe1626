// An answer that is there already: what HTTP alone takes in Node.
import { createServer } from "node:http";
import { expectedRow } from "../harness/rows.js";

const nodes = Array.from({ length: Number(process.env["ROWS"]) }, (_, index) =>
  expectedRow(index, { isComputed: false }),
);
const answer = Buffer.from(JSON.stringify({ data: { repositories: { nodes } } }));

createServer((request, response) => {
  request.resume().once("end", () => {
    response.writeHead(200, { "content-type": "application/json", "content-length": answer.length }).end(answer);
  });
}).listen(0, "127.0.0.1");
