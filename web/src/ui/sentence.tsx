export interface SentenceProps {
  readonly text: string;
}

/** A sentence of the gateway's, in which names such as those of scopes stand between backticks. */
export function Sentence({ text }: SentenceProps) {
  return text.split("`").map((part, index) => {
    const key = `${index} ${part}`;
    return index % 2 === 1 ? <code key={key}>{part}</code> : <span key={key}>{part}</span>;
  });
}
