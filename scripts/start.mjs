// Builds the studio and serves it on localhost; prints the address.
import { build, preview } from 'vite';

await build({ logLevel: 'warn' });
const server = await preview({ preview: { port: 4173, strictPort: false } });
console.log(`Nodlab is at ${server.resolvedUrls?.local[0]} (Ctrl+C stops it)`);
