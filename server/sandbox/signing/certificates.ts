/**
 * Certificates for trying things out: a provider of signatures that nobody trusts but a sandbox's own portal, and
 * taxpayers with its certificates. X.509 v3 (RFC 5280) in DER (X.690), no more of it than such a pair needs.
 */
import { createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';

/** Names as `UID`, `CN` or `O`. */
export interface CertificatePlan {
	readonly subject: Readonly<Partial<Record<'UID' | 'CN' | 'O', string>>>;
	readonly issuer: Readonly<Partial<Record<'UID' | 'CN' | 'O', string>>>;
	/** Whose certificate it is. */
	readonly key: KeyObject;
	/** Who vouches for it. */
	readonly issuerKey: KeyObject;
	readonly from: Date;
	readonly to: Date;
	/** It vouches for others. */
	readonly isProvider: boolean;
}

const names = { UID: '0.9.2342.19200300.100.1.1', CN: '2.5.4.3', O: '2.5.4.10' } as const;
const sha256WithRsa = '1.2.840.113549.1.1.11';
const basicConstraints = '2.5.29.19';

/** A signed certificate, PEM. */
export function certificate(plan: CertificatePlan): string {
	const algorithm = sequence(oid(sha256WithRsa), der(0x05));
	const spki = createPublicKey(plan.key).export({ type: 'spki', format: 'der' });
	const constraints = sequence(...(plan.isProvider ? [der(0x01, Buffer.from([0xff]))] : []));
	const extension = sequence(oid(basicConstraints), der(0x01, Buffer.from([0xff])), der(0x04, constraints));
	const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(8)]);
	const body = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, serial),
		algorithm,
		nameOf(plan.issuer),
		sequence(time(plan.from), time(plan.to)),
		nameOf(plan.subject),
		spki,
		der(0xa3, sequence(extension))
	);
	const signature = sign('sha256', body, plan.issuerKey);
	const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
	const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
	return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function nameOf(parts: CertificatePlan['subject']): Buffer {
	return sequence(
		...Object.entries(parts).map(([name, value]) =>
			der(0x31, sequence(oid(names[name as keyof typeof names]), der(0x0c, Buffer.from(value))))
		)
	);
}

/** GeneralizedTime, to the second. */
function time(at: Date): Buffer {
	return der(0x18, Buffer.from(`${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));
}

function oid(text: string): Buffer {
	const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
	const bytes = [first * 40 + second, ...rest].flatMap((part) => {
		const digits = [part & 0x7f];
		for (let left = part >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
		return digits;
	});
	return der(0x06, Buffer.from(bytes));
}

function sequence(...parts: readonly Buffer[]): Buffer {
	return der(0x30, ...parts);
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	const size: number[] = [];
	for (let left = length; left > 0; left >>= 8) size.unshift(left & 0xff);
	const head = length < 0x80 ? [tag, length] : [tag, 0x80 | size.length, ...size];
	return Buffer.concat([Buffer.from(head), content]);
}
