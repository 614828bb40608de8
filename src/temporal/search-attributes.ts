import type { Client } from '@temporalio/client';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes.js';
import { SEARCH_ATTRIBUTES } from '../domain/search-attributes.js';

/**
 * Makes the search attributes of the workflows known to the server. They that are known already stay as they are, so
 * every worker does this at its start.
 * @throws Error that names what to do by hand when it is not permitted (on Temporal Cloud, for one).
 */
export async function registerSearchAttributes({ connection, options }: Client): Promise<void> {
  const { namespace } = options;
  const keys = Object.values(SEARCH_ATTRIBUTES);
  const operator = connection.operatorService;
  try {
    const { customAttributes } = await operator.listSearchAttributes({ namespace });
    const missing = keys.filter(({ name }) => !(name in customAttributes));
    if (missing.length === 0) return;
    const searchAttributes = Object.fromEntries(
      missing.map(({ name, type }) => [name, encodeSearchAttributeIndexedValueType(type) ?? 0]),
    );
    await operator.addSearchAttributes({ namespace, searchAttributes });
  } catch (cause) {
    const list = keys.map(({ name, type }) => `${name} (${type})`).join(', ');
    throw new Error(
      `Could not see to the search attributes in namespace "${namespace}". If they are not there, add them by hand, ` +
        `as with "temporal operator search-attribute create --name ... --type ...": ${list}.`,
      { cause },
    );
  }
}
