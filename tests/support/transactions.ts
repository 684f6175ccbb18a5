/** What is typed to pay a transaction once in the sandbox. Electricity has its own tests (paying.spec.ts). */
export const transactionExamples: readonly {
	/** Of the service. */
	readonly id: string;
	readonly asked: Readonly<Record<string, string>>;
	/** What is ticked before paying, as selectors. */
	readonly details: readonly string[];
}[] = [
	{ id: 'nop-thue-ca-nhan', asked: { taxCode: '012190001234' }, details: [] },
	{ id: 'nop-thue-doanh-nghiep', asked: { taxCode: '0100109106' }, details: [] },
	{
		id: 'nop-phat-giao-thong',
		asked: { decisionNo: '0012345/QĐ-XPHC', violatorName: 'Nguyễn Thị Mai', violatorKey: '25B1-123.45' },
		details: ['#returnBy-unit']
	},
	{ id: 'nop-le-phi-truoc-ba', asked: { noticeNo: 'TB260000012345', ownerId: '012190001234' }, details: [] },
	{ id: 'thu-tuc-hai-quan', asked: { declarationNo: '105123456789', taxCode: '0100109106' }, details: [] }
];
