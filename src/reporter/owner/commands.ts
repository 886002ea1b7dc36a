/** What the owner can run to decide for a publisher. */
export const commandsFor = (publisher: string, cli: string) => ({
  enable: `${cli} enable ${publisher}`,
  disable: `${cli} disable ${publisher}`,
  status: `${cli} status`,
  list: `${cli} list`,
  show: `${cli} show --raw <event-id>`,
});
