import { Agent, get } from 'node:http';

/** An answer of the public read, and when it was asked for and there, by `performance.now()`. */
export interface Reading {
  status: number;
  tag: string;
  sentAt: number;
  arrivedAt: number;
  body: { id: number; version: number };
}

/** A client that reads over one connection, one request after the other. */
export class Reader {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;
  reads = 0;

  constructor(url: string) {
    this.#url = url;
  }

  read(uniqueId: string): Promise<Reading> {
    this.reads += 1;
    const sentAt = performance.now();
    return new Promise((resolve, reject) => {
      const request = get(`${this.#url}/api/ar/${uniqueId}/active-video`, { agent: this.#agent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => void parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const arrivedAt = performance.now();
          const tag = response.headers.etag ?? '';
          const body = JSON.parse(Buffer.concat(parts).toString()) as Reading['body'];
          resolve({ status: response.statusCode ?? 0, tag, sentAt, arrivedAt, body });
        });
      });
      request.on('error', reject);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
