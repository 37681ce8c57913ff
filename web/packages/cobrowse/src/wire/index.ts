export * from './codes.ts';
export { signed, Writer } from './writer.ts';
export { Reader, WireError } from './reader.ts';
