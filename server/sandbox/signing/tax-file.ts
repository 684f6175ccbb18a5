/** Files of tax declarations as a taxpayer's program writes them, for trying things out. */

/** What stands in the file; every number and word of it may be chosen. */
export interface TaxFile {
	readonly taxCode: string;
	/** 842 is 01/GTGT. */
	readonly formCode: string;
	readonly formName: string;
	readonly schemaVersion: string;
	/** C: first, B: additional. */
	readonly turn: 'C' | 'B';
	/** M, Q or Y, and the period as programs write it: `09/2026`, `3/2026`, `2026`. */
	readonly period: readonly [kind: 'M' | 'Q' | 'Y', text: string];
	/** YYYY-MM-DD */
	readonly signedOn: string;
	readonly boxes: Readonly<Record<string, string>>;
}

/** Forms that can be made here, with a version of each schema that is in use. */
export const taxForms: Readonly<Record<string, Pick<TaxFile, 'formCode' | 'formName' | 'schemaVersion'>>> = {
	'01/GTGT': { formCode: '842', formName: 'Tờ khai thuế GTGT (01/GTGT)', schemaVersion: '2.8.3' },
	'05/KK-TNCN': {
		formCode: '864',
		formName: 'Tờ khai khấu trừ thuế TNCN (05/KK-TNCN)',
		schemaVersion: '2.9.3'
	},
	'03/TNDN': { formCode: '892', formName: 'Quyết toán thuế TNDN (03/TNDN)', schemaVersion: '2.9.4' },
	'05/QTT-TNCN': { formCode: '953', formName: 'Quyết toán thuế TNCN (05/QTT-TNCN)', schemaVersion: '2.9.3' }
};

/** The answers of the portal's form, and the day of signing. */
export interface TaxAnswers {
	readonly taxCode: string;
	/** A key of `taxForms`. */
	readonly form: string;
	/** `MM/YYYY`, `Qn/YYYY` or `YYYY`. */
	readonly period: string;
	readonly turn: 'first' | 'additional';
	readonly signedOn: string;
}

/** A file that fits the answers; its sums are right. */
export function taxFile({ taxCode, form, period, turn, signedOn }: TaxAnswers): TaxFile {
	const known = taxForms[form];
	if (!known) throw new RangeError(`no such form: ${form}`);
	const kind = period.startsWith('Q') ? 'Q' : period.includes('/') ? 'M' : 'Y';
	return {
		...known,
		taxCode,
		turn: turn === 'first' ? 'C' : 'B',
		period: [kind, period.replace('Q', '')],
		signedOn,
		boxes: form === '01/GTGT' ? vatBoxes : { ct16: '12' }
	};
}

/** Sales of 300 million at 10 % and 50 million at 5 %; 20 million of tax to deduct. */
const vatBoxes = {
	ct22: '0',
	ct23: '200000000',
	ct24: '20000000',
	ct25: '20000000',
	ct26: '0',
	ct27: '350000000',
	ct28: '32500000',
	ct29: '0',
	ct30: '50000000',
	ct31: '2500000',
	ct32: '300000000',
	ct33: '30000000',
	ct34: '350000000',
	ct35: '32500000',
	ct36: '12500000',
	ct40: '12500000'
};

/** The file, not signed yet. */
export function taxXml(file: TaxFile): string {
	const [kind, period] = file.period;
	const boxes = Object.entries(file.boxes)
		.map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
		.join('');
	return `<?xml version="1.0" encoding="UTF-8"?>
<HSoThueDTu xmlns="http://kekhaithue.gdt.gov.vn/TKhaiThue" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<HSoKhaiThue id="ID_1"><TTinChung>
<TTinDVu><maDVu>THU</maDVu><tenDVu>Môi trường thử</tenDVu><pbanDVu>1.0.0</pbanDVu><ttinNhaCCapDVu/></TTinDVu>
<TTinTKhaiThue><TKhaiThue>
<maTKhai>${escaped(file.formCode)}</maTKhai><tenTKhai>${escaped(file.formName)}</tenTKhai><moTaBMau/>
<pbanTKhaiXML>${escaped(file.schemaVersion)}</pbanTKhaiXML><loaiTKhai>${file.turn}</loaiTKhai><soLan>${file.turn === 'C' ? 0 : 1}</soLan>
<KyKKhaiThue><kieuKy>${kind}</kieuKy><kyKKhai>${escaped(period)}</kyKKhai></KyKKhaiThue>
<ngayLapTKhai>${escaped(file.signedOn)}</ngayLapTKhai><nguoiKy>Trần Văn Sơn</nguoiKy><ngayKy>${escaped(file.signedOn)}</ngayKy>
</TKhaiThue><NNT><mst>${escaped(file.taxCode)}</mst><tenNNT>Công ty TNHH Sao Mai</tenNNT></NNT></TTinTKhaiThue></TTinChung>
<CTieuTKhaiChinh>${boxes}</CTieuTKhaiChinh></HSoKhaiThue><CKyDTu></CKyDTu></HSoThueDTu>
`;
}

function escaped(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
