import { has, type Dialect } from './shape.ts';

const DOCUMENT = 'referred_documents/document_summary';

/**
 * Requests to a financing registry (MonetaGo): one claim for each data set. The message has no day of
 * its own; that of the document it is about stands for it.
 */
export const REGISTRY: Dialect = {
  name: 'financing registry',
  shapes: [
    {
      kind: 'financingClaim',
      is: has('submitter_data_set_identification', 'financing_request_amount'),
      fields: {
        number: 'submitter_data_set_identification',
        issuedOn: `${DOCUMENT}/issue_date`,
        dueOn: `${DOCUMENT}/due_date | ${DOCUMENT}/maturity_date`,
        currency: 'financing_request_amount/currency',
        amount: 'financing_request_amount/amount',
        'issuer.name': 'financing_applicant/name',
        'issuer.address.country': 'financing_applicant/country_of_domicile',
        'recipient.id': '^item/submitting_financial_institution_identification',
        'invoice.number': `${DOCUMENT}/invoice_number | ${DOCUMENT}/document_number`,
        'invoice.issuedOn': `${DOCUMENT}/issue_date`,
        service: '^batch_collection/data_set_validation_service',
      },
    },
  ],
};
