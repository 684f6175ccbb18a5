/**
 * Faults in words: what happened, what is safe, what to do. A fault or rule without a sentence does not compile, in
 * either language.
 */
import type { Fault, FaultType, FieldFault } from '$domain/faults.ts';
import type { Warning } from '$domain/services/validate.ts';
import { defineArea, type I18n } from './index.ts';

/** What a sentence may need beside the fault: numbers as the reader writes them. */
export type Format = Pick<I18n, 'bytes' | 'number'>;

export interface FaultWords {
	readonly faults: {
		readonly [Type in FaultType]: (fault: Extract<Fault, { type: Type }>, format: Format) => string;
	};
	readonly rules: { readonly [Rule in FieldFault['rule']]: (params: Record<string, string>) => string };
	readonly doubts: { readonly [Doubt in Warning['doubt']]: string };
}

export const faultsArea = defineArea<FaultWords>({
	vi: () => import('./faults.vi.ts'),
	en: () => import('./faults.en.ts')
});

export interface FaultSentences {
	fault(fault: Fault): string;
	/** Of a fault that is told at this field or paper: its own sentence where the fault names it. */
	at(id: string, fault: Fault): string;
	/** For the field itself; its name stands beside it already. */
	field(fault: FieldFault): string;
	doubt(doubt: Warning['doubt']): string;
}

/** Call in a component's script, below a layout that provides `faultsArea`. */
export function faultSentences(i18n: I18n): FaultSentences {
	const area = faultsArea.use();
	// Each entry takes exactly the fault of its own key, which the index cannot say.
	const whole = (fault: Fault) =>
		(area.t.faults[fault.type] as (fault: Fault, format: Format) => string)(fault, i18n);
	const field = ({ rule, params }: FieldFault) => area.t.rules[rule](params ?? {});
	return {
		fault: whole,
		field,
		at(id, fault) {
			const own = fault.type === 'form_invalid' && fault.fields.find((one) => one.field === id);
			return own ? field(own) : whole(fault);
		},
		doubt: (doubt) => area.t.doubts[doubt]
	};
}
