/** 128 random bits, by which the service knows that the same is sent again. (Not `crypto.randomUUID`: plain HTTP.) */
export const newEditKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
