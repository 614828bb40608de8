import { main } from './lib/project.js';
import { writeOpenApiTypes } from './lib/openapi-types.js';

/** `npm run generate`: writes the client's types anew from docs/openapi.json. */
await main(() => writeOpenApiTypes());
