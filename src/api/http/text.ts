/** What trimming takes away (ECMA 262, WhiteSpace and LineTerminator), for a class of a pattern. */
const BLANK = '\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
const CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';

/** Text that is left when blanks around it are gone, without control characters: as `textField` takes it. */
export const LINE_PATTERN = `^[${BLANK}]*[^${CONTROL}${BLANK}]([^${CONTROL}]*[^${CONTROL}${BLANK}])?[${BLANK}]*$`;

/** Whether a text is free of control characters, which hide in logs. */
export const isPrintable = (text: string): boolean => !/\p{Cc}/u.test(text);
