//! A path of the API that the made-up desk answers.

export type Handler = (match: RegExpMatchArray, body: never, url: URL) => unknown;
export type Route = [method: string, path: RegExp, handler: Handler];
