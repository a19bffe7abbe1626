/**
 * The body of an answer in UTF-8, ready to be sent: a text with one character for each byte, or the bytes. A text that is
 * sent once goes to the socket as it is: a buffer made of it would be memory outside the heap, which costs more to
 * collect than all else that is done with the answer.
 */
export type ReadyBody = string | Buffer;
