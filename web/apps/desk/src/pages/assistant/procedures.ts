//! Files of procedures as they are proposed: where each belongs, and where in it a finding points. Pure.

/** Path below `policy/assistant`, and text. */
export interface ProcedureFile {
  path: string;
  text: string;
}

/** A problem that the checker or a simulation found. */
export interface Finding {
  text: string;
  /** The file that it is about, where that can be told. */
  path?: string;
  /** From 1, of a file that was given. */
  line?: number;
}

const FOLDER = /(?:^|\/)((?:procedures|texts|customers)\/.+\.toml)$/;
const NAME = /^name\s*=\s*"([a-z0-9_]+)"/m;
const LANGUAGE_FILE = /^[a-z]{2}\.toml$/;

/**
 * Where chosen files belong: by their folder, where it came along; else a procedure by the name in it, and the texts that
 * were chosen with it beside it.
 */
export function placed(chosen: readonly { name: string; folder: string; text: string }[]): ProcedureFile[] {
  const main = chosen.find((one) => one.name === 'procedure.toml');
  const name = main && NAME.exec(main.text)?.[1];
  return chosen.map((one) => {
    const known = FOLDER.exec(one.folder)?.[1];
    const isOfIt = one === main || LANGUAGE_FILE.test(one.name);
    const path = known ?? (name && isOfIt ? `procedures/${name}/${one.name}` : one.name);
    return { path, text: one.text };
  });
}

/** Files with others put over those of the same path. */
export function withFiles(all: readonly ProcedureFile[], more: readonly ProcedureFile[]): ProcedureFile[] {
  const kept = all.filter((one) => !more.some((other) => other.path === one.path));
  return [...kept, ...more].sort((a, b) => a.path.localeCompare(b.path));
}

function lineOf(text: string, is: (line: string) => boolean): number | undefined {
  const at = text.split('\n').findIndex((line) => is(line.trim()));
  return at < 0 ? undefined : at + 1;
}

const STEP = /^(\w+): step `([^`]+)`/;
const TEXT = /^(\w+): text `([^`]+)` in (\w+)/;
const EXAMPLE = /^(\S+\.toml): example `([^`]+)`/;
const FILE = /^(\S+\.toml): /;
const WHOLE = /^([a-z0-9_]+): /;
const PARSE_LINE = /at line (\d+)/;

function located(text: string, files: readonly ProcedureFile[]): Finding {
  const at = (path: string, is: (line: string) => boolean): Finding => {
    const file = files.find((one) => one.path === path);
    const line = file && lineOf(file.text, is);
    return { text, path, ...(line === undefined ? {} : { line }) };
  };
  const step = STEP.exec(text);
  if (step) {
    return at(`procedures/${step[1]}/procedure.toml`, (line) => line.startsWith(`[steps.${step[2]}`));
  }
  const said = TEXT.exec(text);
  if (said) {
    const key = said[2] ?? '';
    return at(
      `procedures/${said[1]}/${said[3]}.toml`,
      (line) => line.startsWith(key) && line.slice(key.length).trimStart().startsWith('='),
    );
  }
  const example = EXAMPLE.exec(text);
  if (example) return at(example[1] ?? '', (line) => line.includes(`"${example[2]}"`));
  const file = FILE.exec(text);
  if (file) {
    const line = PARSE_LINE.exec(text)?.[1];
    return { text, path: file[1] ?? '', ...(line ? { line: Number(line) } : {}) };
  }
  const whole = WHOLE.exec(text);
  const path = `procedures/${whole?.[1]}/procedure.toml`;
  return whole && files.some((one) => one.path === path) ? { text, path } : { text };
}

/** What the server says of files, one finding each. What is indented belongs to the line before. */
export function findingsOf(detail: string, files: readonly ProcedureFile[]): Finding[] {
  const lines: string[] = [];
  for (const line of detail.replace(/^files: /, '').split('\n')) {
    const goesOn = /^\s|^\d+ \||^$/.test(line);
    if (goesOn && lines.length > 0) lines[lines.length - 1] += `\n${line}`;
    else if (!/^\d+ (problems|of \d+ examples came otherwise):$/.test(line)) lines.push(line);
  }
  return lines.map((line) => located(line.trimEnd(), files));
}
