const KEPT_LINES = 40;
const MESSAGE = '{"message"';

/** What a child says: its last lines, and the messages (lines of JSON) that were not taken yet. */
export class SpokenLines {
  readonly #lines: string[] = [];
  readonly #messages: string[] = [];
  #hasEnded = false;
  #wake: () => void = () => undefined;

  readonly hear = (line: string): void => {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    if (line.startsWith(MESSAGE)) this.#messages.push(line);
    this.#wake();
  };

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  /** The line that contains the text, once there is one. @throws with the last lines if the child ends or takes too long */
  line(text: string, timeoutMs: number): Promise<string> {
    return this.#until(() => this.#lines.find((line) => line.includes(text)), `"${text}"`, timeoutMs);
  }

  /** The next message, once there is one. @throws like `line` */
  async message<T>(timeoutMs: number): Promise<T> {
    const line = await this.#until(() => this.#messages.shift(), 'a message', timeoutMs);
    return (JSON.parse(line) as { message: T }).message;
  }

  async #until<T>(find: () => T | undefined, what: string, timeoutMs: number): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const leftMs = deadline - performance.now();
      if (this.#hasEnded || leftMs <= 0) {
        const fault = this.#hasEnded ? 'The child ended' : `The child took more than ${timeoutMs} ms`;
        throw new Error(`${fault} without ${what}. Its last lines:\n${this.#lines.join('\n')}`);
      }
      await this.#nextWord(leftMs);
    }
  }

  #nextWord(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
