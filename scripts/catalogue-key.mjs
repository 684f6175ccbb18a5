/**
 * The key pair of the catalogue: the server signs manifests with the private half, the app has the public one built
 * in. Plain JavaScript: bootstrap.mjs runs it before there are packages, vite.config.ts while building.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The public half as base64 SPKI. Makes `var/catalogue-key.pem` when there is none; a key named by CATALOGUE_KEY_FILE
 * must exist.
 * @param {string} root the project's folder
 * @returns {string}
 */
export function cataloguePublicKey(root) {
	const named = process.env.CATALOGUE_KEY_FILE;
	const file = path.resolve(root, named || path.join('var', 'catalogue-key.pem'));
	if (!named) makeOnce(file);
	const key = createPublicKey(createPrivateKey(readFileSync(file, 'utf8')));
	if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
		throw new Error(`${file} is not a P-256 key`);
	return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

/**
 * Of two that start at the same time one makes it and the other finds it: a link appears whole or not at all.
 * @param {string} file
 */
export function makeOnce(file) {
	try {
		readFileSync(file);
		return;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
	}
	mkdirSync(path.dirname(file), { recursive: true });
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const mine = `${file}.${process.pid}`;
	writeFileSync(mine, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
	try {
		linkSync(mine, file);
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
	} finally {
		rmSync(mine);
	}
}
