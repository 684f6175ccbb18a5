/** Whoever says "received" at once and keeps nothing: a process of its own, so that it takes no time of the sender's. */
import { createServer } from 'node:http';

const server = createServer((request, response) => {
	request.resume().on('end', () => {
		response.writeHead(200, { 'content-type': 'application/json' }).end('{"received":true,"reference":"1"}');
	});
}).listen(0, '127.0.0.1', () => {
	const address = server.address();
	if (typeof address === 'object' && address) console.log(`agency ready http://127.0.0.1:${address.port}`);
});
