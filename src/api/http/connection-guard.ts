import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Places, type NoPlace, type PlaceLimits } from '../../concurrency/places.js';
import { clientOf } from './client-address.js';

export interface ConnectionGuardOptions {
  limits: PlaceLimits;
  /** Whether this is the address of a proxy of ours, whose clients share it. */
  isProxy: (address: string) => boolean;
  /** Is told of each connection that was refused. */
  onRefused: (why: NoPlace, address: string) => void;
}

/**
 * Keeps the connections of a server below what its process can hold, and each address to its share, so that nobody can
 * keep the others out. Requests cost nothing by it.
 */
export class ConnectionGuard {
  readonly #options: ConnectionGuardOptions;
  readonly #places: Places;

  constructor(options: ConnectionGuardOptions) {
    this.#options = options;
    this.#places = new Places(options.limits);
  }

  /** How many connections are open. */
  get open(): number {
    return this.#places.taken;
  }

  watch(server: Server): void {
    server.on('connection', (socket) => this.#admit(socket));
  }

  #admit(socket: Socket): void {
    const { isProxy, onRefused } = this.#options;
    const address = socket.remoteAddress ?? '';
    const client = isProxy(address) ? null : clientOf(address);
    const why = this.#places.whyNot(client);
    if (why === null) {
      socket.once('close', this.#places.take(client));
      return;
    }
    socket.destroy();
    onRefused(why, address);
  }
}

/** Descriptors that are kept for Postgres, Temporal, storages and other files. */
const KEPT_DESCRIPTORS = 512;

/** A connection is a descriptor, and so is the file that is sent or received over it. */
const DESCRIPTORS_PER_CONNECTION = 2;

/** How many connections a process can hold, of those that it may: its descriptors are for other things, too. */
export function connectionsWithin(wanted: number, descriptors: number | null): number {
  if (descriptors === null) return wanted;
  const left = descriptors - Math.min(KEPT_DESCRIPTORS, Math.ceil(descriptors / 2));
  return Math.max(1, Math.min(wanted, Math.floor(left / DESCRIPTORS_PER_CONNECTION)));
}

/** Streams are kept for long: some connections are left for whoever only asks. */
export const streamsWithin = (connections: number): number => Math.ceil(connections * 0.8);
