export * from './codes.ts';
export { Writer } from './writer.ts';
export { Reader, WireError } from './reader.ts';
