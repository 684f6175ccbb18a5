/**
 * What a payment pays, by issuer and charge: the same charge is found however it was looked up. The bills of the first
 * releases are taken over.
 */
export const charges = `
CREATE TABLE payment_charges (
	issuer TEXT NOT NULL,
	charge_id TEXT NOT NULL,
	payment_id TEXT NOT NULL REFERENCES payments (payment_id),
	PRIMARY KEY (issuer, charge_id, payment_id)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO payment_charges (issuer, charge_id, payment_id)
	SELECT 'power', json_extract(payments.subject, '$.customerCode') || '/' || bill.value, payments.payment_id
	FROM payments, json_each(payments.subject, '$.billIds') AS bill
	WHERE json_extract(payments.subject, '$.kind') = 'bills';
`;
