/**
 * PouchDB fetches the same records from a PouchDB server, both in memory, gzipped as CouchDB's proxies do. Reads rows
 * as JSON lines from the file that is named, writes one line: bytes down, requests. Plain JavaScript with packages of
 * its own, which nothing else needs.
 */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { PassThrough } from 'node:stream';
import zlib from 'node:zlib';

const require = createRequire(import.meta.url);
const express = require('express');
const PouchDB = require('pouchdb').default ?? require('pouchdb');
PouchDB.plugin(require('pouchdb-adapter-memory').default ?? require('pouchdb-adapter-memory'));
const InMemory = PouchDB.defaults({ adapter: 'memory' });

const rows = readFileSync(process.argv[2], 'utf8')
	.split('\n')
	.filter(Boolean)
	.map((line) => JSON.parse(line));
const source = new InMemory('catalogue');
for (let at = 0; at < rows.length; at += 500)
	await source.bulkDocs(rows.slice(at, at + 500).map((row) => ({ _id: row.code, ...row })));

let bytes = 0;
let requests = 0;
const app = express();
app.use((request, response, next) => {
	requests++;
	const gzip = zlib.createGzip();
	const packed = gzip.pipe(new PassThrough());
	packed.on('data', (part) => (bytes += part.length));
	// What goes to the client stays as it is on loopback; what it would weigh gzipped is counted beside it.
	const { write, end } = response;
	response.write = (part, ...rest) => {
		if (part) gzip.write(part);
		return write.call(response, part, ...rest);
	};
	response.end = (part, ...rest) => {
		if (part && typeof part !== 'function') gzip.write(part);
		gzip.end();
		return end.call(response, part, ...rest);
	};
	next();
});
app.use(
	'/',
	require('express-pouchdb')(InMemory, {
		mode: 'minimumForPouchDB',
		inMemoryConfig: true,
		logPath: '/dev/null'
	})
);
const server = http.createServer(app).listen(0, '127.0.0.1');
await new Promise((done) => server.once('listening', done));
const target = new InMemory('phone');
await target.replicate.from(new PouchDB(`http://127.0.0.1:${server.address().port}/catalogue`));
const { doc_count: count } = await target.info();
await new Promise((done) => setTimeout(done, 200));
process.stdout.write(`${JSON.stringify({ bytes, requests, count })}\n`);
process.exit(count === rows.length ? 0 : 1);
