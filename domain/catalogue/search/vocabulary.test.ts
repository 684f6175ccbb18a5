import { describe, expect, it } from 'vitest';
import { words } from '../words.ts';
import { createVocabulary } from './vocabulary.ts';

function learnt(...texts: string[]) {
	const vocabulary = createVocabulary();
	for (const text of texts) {
		const terms = words(text).map((word) => vocabulary.learn(word));
		vocabulary.learnOrder(terms, 0, terms.length);
	}
	return vocabulary;
}

describe('vocabulary', () => {
	it('tells words by their marks and gathers them by their letters', () => {
		const vocabulary = learnt('khai tử', 'nhân từ', 'đầu tư');
		const tu = vocabulary.text('tu') ?? -1;
		expect(vocabulary.termsOf[tu]).toHaveLength(3);
		expect(vocabulary.text('tử')).toBeUndefined();
	});
	it('takes hoá and hóa for one word, hoà for another', () => {
		const vocabulary = learnt('hoá hóa hoà');
		expect(vocabulary.termsOf[vocabulary.text('hoa') ?? -1]).toHaveLength(2);
	});
	it('counts neighbours in their order', () => {
		const vocabulary = learnt('tạm trú', 'đăng ký tạm trú');
		const [tam, tru] = [vocabulary.text('tam') ?? -1, vocabulary.text('tru') ?? -1];
		expect(vocabulary.neighbours(tam, tru)).toBe(2);
		expect(vocabulary.neighbours(tru, tam)).toBe(0);
	});
	it('keeps counts apart when there are many', () => {
		const vocabulary = createVocabulary();
		const terms = Array.from({ length: 6_000 }, (_, i) => {
			const text = `w${i}`;
			return vocabulary.learn({ text, marked: text, key: text });
		});
		vocabulary.learnOrder(terms, 0, terms.length);
		for (let i = 1; i < terms.length; i++) expect(vocabulary.neighbours(i - 1, i)).toBe(1);
		expect(vocabulary.neighbours(5, 7)).toBe(0);
	});
	it('completes and corrects', () => {
		const vocabulary = learnt('sinh xinh kinh sổ sinhh');
		const textsOf = (found: readonly number[]) => found.map((text) => vocabulary.texts[text]).sort();
		expect(textsOf(vocabulary.completions('s'))).toEqual(['sinh', 'sinhh', 'so']);
		expect(textsOf(vocabulary.slips('sinh'))).toEqual(['kinh', 'sinhh', 'xinh']);
	});
});
