/**
 * Passkeys that give a secret (WebAuthn level 3, extension `prf`): the same 32 bytes for the same question, out of the
 * authenticator and only for whoever shows it a finger, a face or its own PIN. Nothing of a person goes in: the name that
 * the authenticator shows is the portal's, and the user's handle is random.
 */

/** What lock.ts needs of the browser; tests pass their own. */
export interface Passkeys {
	/** Whether this browser and this device can do it, as far as they say before trying. */
	areOffered(): Promise<boolean>;
	/** Null when she called it off; `unsupported` when the authenticator cannot keep a secret after all. */
	make(
		question: Uint8Array<ArrayBuffer>
	): Promise<
		{ readonly credentialId: Uint8Array<ArrayBuffer>; readonly secret: ArrayBuffer } | 'unsupported' | null
	>;
	/** The secret again; null when she called it off, or the passkey is gone. */
	ask(credentialId: Uint8Array<ArrayBuffer>, question: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer | null>;
}

const name = 'Một Cửa';
const timeout = 120_000;

export const browserPasskeys: Passkeys = {
	async areOffered() {
		if (typeof PublicKeyCredential === 'undefined') return false;
		// A browser that cannot say so is not asked by trial: a passkey without a secret would be of no use, and stay.
		const able = await PublicKeyCredential.getClientCapabilities?.().catch(() => null);
		return able?.['extension:prf'] === true && able['userVerifyingPlatformAuthenticator'] === true;
	},

	async make(question) {
		const made = await called(() =>
			navigator.credentials.create({
				publicKey: {
					rp: { name },
					user: { id: random(32), name, displayName: name },
					challenge: random(32),
					pubKeyCredParams: [
						{ type: 'public-key', alg: -7 },
						{ type: 'public-key', alg: -257 }
					],
					// The device's own; Android gives secrets only of passkeys that it lists.
					authenticatorSelection: {
						authenticatorAttachment: 'platform',
						residentKey: 'preferred',
						userVerification: 'required'
					},
					timeout,
					extensions: { prf: { eval: { first: question } } }
				}
			})
		);
		if (!made) return null;
		const { prf } = made.getClientExtensionResults();
		if (!prf?.enabled && !prf?.results) return 'unsupported';
		const credentialId = new Uint8Array(made.rawId);
		// Some answer the question when the passkey is made, others only when it is used.
		const secret = bytesOf(prf.results?.first) ?? (await browserPasskeys.ask(credentialId, question));
		return secret && { credentialId, secret };
	},

	async ask(credentialId, question) {
		const used = await called(() =>
			navigator.credentials.get({
				publicKey: {
					challenge: random(32),
					allowCredentials: [{ type: 'public-key', id: credentialId }],
					userVerification: 'required',
					timeout,
					extensions: { prf: { eval: { first: question } } }
				}
			})
		);
		return bytesOf(used?.getClientExtensionResults().prf?.results?.first) ?? null;
	}
};

/** She may say no, or let it time out; the browser tells neither from an authenticator that knows no such passkey. */
async function called(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
	try {
		return (await ask()) as PublicKeyCredential | null;
	} catch (error) {
		if (error instanceof DOMException) return null;
		throw error;
	}
}

function bytesOf(source: BufferSource | undefined): ArrayBuffer | undefined {
	if (!source) return undefined;
	return new Uint8Array(source instanceof ArrayBuffer ? source : source.buffer).slice().buffer;
}

function random(bytes: number): Uint8Array<ArrayBuffer> {
	return crypto.getRandomValues(new Uint8Array(bytes));
}
