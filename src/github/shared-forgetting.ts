/** Port: has the other replicas of one deployment forget what they remember of a caller. */
export interface SharedForgetting {
  /**
   * Resolves when they can know of it, so that the client which is told next finds it forgotten everywhere. Never throws:
   * a replica that cannot be told forgets within a minute by itself.
   */
  tellToForget(subject: string): Promise<void>;
}
