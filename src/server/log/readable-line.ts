/** A line of the log for a person: `12:30:01  INFO   message  name=value`, with stacks below. */
export function readableLine(json: string): string {
  const { time, level, msg, err, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const pairs = Object.entries(rest).map(([name, value]) => `${inline(name)}=${inline(value)}`);
  const head = [inline(time).slice(11, 19), inline(level).toUpperCase().padEnd(5), inline(msg ?? ""), ...pairs];
  return [head.join("  "), ...stackLines(err)].join("\n");
}

// Quoted unless plain: a value could hold line ends and control sequences.
function inline(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, "?");
}

function stackLines(error: unknown): readonly string[] {
  if (typeof error !== "object" || error === null) return [];
  const stack: unknown = Reflect.get(error, "stack") ?? Reflect.get(error, "message");
  const cause: unknown = Reflect.get(error, "cause");
  return [
    ...String(stack)
      .split("\n")
      .map((line) => `    ${inline(line)}`),
    ...stackLines(cause),
  ];
}
