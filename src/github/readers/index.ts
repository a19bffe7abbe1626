import type { FieldReaders } from "../selection/selection-compiler.js";
import { branch } from "./branch.js";
import { branches } from "./branches.js";
import { taskRepository, taskSubject } from "./task.js";
import { issues, pullRequests } from "./work-items.js";

/** Readers of fields that are more than one field of GitHub's, by the names that the schema declares. */
export const readers: FieldReaders = {
  branch,
  branches,
  issues,
  pullRequests,
  taskSubject,
  taskRepository,
};
