/** The version of the messages between a page and its peers. */
export const PROTOCOL_VERSION = 1;
