import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

const secret = `whsec_${Buffer.from('a secret between two').toString('base64')}`;
const agency = {
	system: 'csgt',
	name: 'CSGT',
	baseUrl: 'https://agency.test/api/',
	outSecret: secret,
	inSecret: secret
};
const complete = {
	PORTAL_ORIGIN: 'https://portal.test/',
	EID_ISSUER: 'https://eid.test',
	EID_CLIENT_ID: 'mot-cua',
	EID_CLIENT_SECRET: 'secret of the e-ID',
	GATEWAY_URL: 'https://pay.test',
	VNPAY_TMN_CODE: 'MOTCUA01',
	VNPAY_HASH_SECRET: 'secret of the gateway',
	AGENCIES: JSON.stringify([agency]),
	POWER_URL: 'https://power.test',
	POWER_KEY: 'key of the company',
	ISSUERS: JSON.stringify([{ issuer: 'tax', baseUrl: 'https://tax.test/', key: 'key of the tax office' }]),
	SIGNATURE_CAS: '/etc/mot-cua/providers.pem',
	FILE_LINK_SECRET: 'secret of the links to the files of agencies'
};

describe('the environment', () => {
	it('is read once, with defaults for what is no secret', () => {
		expect(readEnv(complete)).toMatchObject({
			PORT: 3000,
			PORTAL_ORIGIN: 'https://portal.test',
			DATABASE_URL: 'file:var/mot-cua.db',
			TRUST_PROXY: false,
			AGENCIES: [
				{ system: 'csgt', baseUrl: 'https://agency.test/api', outSecret: [secret], inSecret: [secret] }
			]
		});
	});

	it('takes the old and the new secret of an agency while a key changes', () => {
		const AGENCIES = JSON.stringify([{ ...agency, inSecret: [secret, `${secret}AAAA`] }]);
		expect(readEnv({ ...complete, AGENCIES }).AGENCIES[0]?.inSecret).toHaveLength(2);
	});

	it('[X4] that is incomplete is told by names, never by values', () => {
		const { POWER_KEY: _, ...rest } = complete;
		const wrong = {
			...rest,
			VNPAY_HASH_SECRET: '',
			EID_CLIENT_SECRET: 'short',
			AGENCIES: '[{"system":"Hidden!"}]',
			ISSUERS: 'Hidden'
		};
		expect(() => readEnv(wrong)).toThrow(/POWER_KEY: missing/);
		expect(() => readEnv(wrong)).toThrow(/VNPAY_HASH_SECRET: missing/);
		expect(() => readEnv(wrong)).toThrow(/EID_CLIENT_SECRET: not valid/);
		expect(() => readEnv(wrong)).toThrow(/AGENCIES: .*0\.system/);
		expect(() => readEnv(wrong)).toThrow(/ISSUERS: .*not JSON/);
		expect(() => readEnv(wrong)).not.toThrow(/short|Hidden/);
	});

	it('has no default for a secret or for somebody else’s address', () => {
		for (const name of Object.keys(complete))
			expect(() => readEnv({ ...complete, [name]: undefined }), name).toThrow(`${name}: missing`);
	});
});
