/** Where a piece of content is edited. */
export function addressOf({
	kind,
	key
}: {
	readonly kind: 'procedure' | 'faq';
	readonly key: string;
}): string {
	return `/bien-tap/${kind === 'procedure' ? 'thu-tuc' : 'hoi-dap'}/${encodeURIComponent(key)}`;
}
