import { expect, it } from 'vitest';
import { mergeValues } from './merge.ts';
import type { PlaceValue } from './values.ts';

const place: PlaceValue = {
	province: '12',
	commune: '03408',
	text: 'Lai Châu',
	detail: 'Bản A',
	codeSet: '1'
};

it('takes what only they changed and keeps what we changed', () => {
	const base = { fullName: 'Mai', phone: '0912', issuedBy: 'Sở' };
	const ours = { fullName: 'Nguyễn Thị Mai', phone: '0912', issuedBy: 'Sở GTVT' };
	const theirs = { fullName: 'Mai N.', phone: '0987', issuedBy: 'Sở', reason: 'lost' };
	expect(mergeValues(base, ours, theirs)).toEqual({
		fullName: 'Nguyễn Thị Mai',
		phone: '0987',
		issuedBy: 'Sở GTVT',
		reason: 'lost'
	});
});

it('keeps an answer that was emptied here, and takes one that was emptied there', () => {
	const base = { fullName: 'Mai', agree: true };
	expect(mergeValues(base, { fullName: '', agree: true }, base)).toEqual({ fullName: '', agree: true });
	expect(mergeValues(base, base, { fullName: '', agree: false })).toEqual({ fullName: '', agree: false });
	expect(mergeValues(base, base, { agree: true })).toEqual({ agree: true });
});

it('compares places and lists by what they say, and returns our own when nothing changed', () => {
	const { detail, ...rest } = place;
	const ours = { residence: place, licenceClass: ['A1', 'B'] };
	const same = mergeValues(structuredClone(ours), ours, {
		residence: { detail, ...rest },
		licenceClass: ['A1', 'B']
	});
	expect(same['residence']).toBe(ours.residence);
	expect(same['licenceClass']).toBe(ours.licenceClass);
	const moved = { ...place, detail: 'Bản B' };
	expect(mergeValues(ours, ours, { residence: moved, licenceClass: ['A1'] })).toEqual({
		residence: moved,
		licenceClass: ['A1']
	});
});

it('joins lists row by row: what they added stays, what they wrote in another row stays, ours wins in a cell', () => {
	const base = { children: [{ name: 'An', birth: '2015' }, { name: 'Bình' }, { name: 'Chi' }] };
	const ours = { children: [{ name: 'An', birth: '2016' }, { name: 'Chi' }, { name: 'Ours' }] };
	const theirs = {
		children: [
			{ name: 'Ân', birth: '2017' },
			{ name: 'Bình' },
			{ name: 'Chi', birth: '2020' },
			{ name: 'Theirs' }
		]
	};
	expect(mergeValues(base, ours, theirs)).toEqual({
		children: [
			{ name: 'Ân', birth: '2016' },
			{ name: 'Chi', birth: '2020' },
			{ name: 'Theirs' },
			{ name: 'Ours' }
		]
	});
});
