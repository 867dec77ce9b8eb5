/** Columns a character takes on a terminal: East Asian wide and full-width ones take two (Unicode UAX #11, the blocks that occur here). */
function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/\p{Mn}|\p{Cf}/u.test(character)) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** Control characters, which a header or a file name may hold, never reach the terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·');
}

/** Cuts in the middle: both ends of a path tell something. */
export function fitted(text: string, most: number): string {
  const clean = printable(text);
  if (displayWidth(clean) <= most) return clean;
  const characters = [...clean];
  let head = '';
  let tail = '';
  for (let left = 0, right = characters.length - 1; left < right; left += 1, right -= 1) {
    const wider =
      displayWidth(head) + displayWidth(tail) + 1 + widthOf(characters[left] ?? '') + widthOf(characters[right] ?? '');
    if (wider > most) break;
    head += characters[left] ?? '';
    tail = (characters[right] ?? '') + tail;
  }
  return `${head}…${tail}`;
}

/** Lines of a table whose columns are as wide as their widest cell, at most `most[column]`; the last column is not padded. */
export function tableLines(rows: readonly (readonly string[])[], most: readonly number[]): string[] {
  const cells = rows.map((row) => row.map((cell, column) => fitted(cell, most[column] ?? 80)));
  const widths = most.map((_, column) => Math.max(0, ...cells.map((row) => displayWidth(row[column] ?? ''))));
  return cells.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell)),
      )
      .join('  ')
      .trimEnd(),
  );
}
