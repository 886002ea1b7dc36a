let state: string | undefined;

/** Says what Ctrl-C tells the user from now on: the state in which the running command leaves everything. */
export function setStateIfInterrupted(sentence: string): void {
  state = sentence;
}

/** `undefined` if the command has changed nothing yet. */
export const readStateIfInterrupted = (): string | undefined => state;
