import { describe, expect, it } from 'vitest';
import { dossierCode, readCode } from './code.ts';

describe('[D12] a code as people write it', () => {
	const national = {
		kind: 'national',
		code: '000.00.15.H40-191209-0001',
		agency: '000.00.15.H40',
		day: '2019-12-09',
		serial: '0001'
	};
	it.each([
		'000.00.15.H40-191209-0001',
		' 000.00.15.h40 - 191209 - 0001 ',
		'000.00.15.H40–191209—0001',
		'０００.00.15.H40-191209-0001',
		'http://localhost:3000/tra-cuu?ma=000.00.15.H40-191209-0001',
		'https://cong.example/tra-cuu?lang=en&ma=000.00.15.H40%2D191209-0001#x'
	])('%s', (text) => expect(readCode(text)).toEqual(national));

	it('with a short agency, a long day and a long serial', () => {
		expect(readCode('G09.20-20260609-0092637')).toMatchObject({
			kind: 'national',
			agency: 'G09.20',
			day: '2026-06-09',
			serial: '0092637'
		});
	});
	it('of another system is kept as it is', () => {
		expect(readCode('03706/2026/07906')).toEqual({ kind: 'foreign', code: '03706/2026/07906' });
		expect(readCode('000.00.15.H40-191399-0001')).toMatchObject({ kind: 'foreign' });
	});
	it.each(['', '   ', 'TẠM SEN-4821', 'abc', 'HOSO', '<script>1</script>', '1'.repeat(61), '?ma=%E0%A4%A'])(
		'%j is none',
		(text) => expect(readCode(text)).toBe(null)
	);
	it('reads what this portal gives', () => {
		const code = dossierCode('000.00.12.G01', '2026-11-23', 7);
		expect(readCode(code.toLowerCase())).toMatchObject({ code, day: '2026-11-23', serial: '0007' });
	});
});
