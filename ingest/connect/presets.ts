import type { Manifest, StreamManifest } from './manifest.ts';

const BASE = { name: 'base', secret: false, example: 'https://erp.example.com' };
const CREDENTIAL = { name: 'credential', secret: true, example: 'user:password or token' };

/** The preset of files that are dropped into a folder of the tenant. */
export const FOLDER = 'folder';

/** What each make of system is asked for; addresses as its maker documents them. */
export const PRESETS: readonly Manifest[] = [
  {
    preset: FOLDER,
    title: 'Folder into which files are dropped',
    settings: [{ name: 'folder', secret: false, example: 'invoices' }],
    auth: { kind: 'none' },
    streams: [],
  },
  {
    preset: 'sap-s4',
    title: 'SAP S/4HANA (OData v2)',
    settings: [BASE, CREDENTIAL],
    auth: { kind: 'basic' },
    streams: [
      sap('supplierInvoices', 'API_SUPPLIERINVOICE_PROCESS_SRV/A_SupplierInvoice', {
        cursor: 'LastChangeDate',
        mandatory: ['SupplierInvoice', 'InvoiceGrossAmount'],
      }),
      sap('purchaseOrders', 'API_PURCHASEORDER_PROCESS_SRV/A_PurchaseOrder', {
        cursor: 'LastChangeDateTime',
        mandatory: ['PurchaseOrder'],
      }),
      sap('materialDocuments', 'API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentItem', {
        cursor: 'PostingDate',
        mandatory: ['MaterialDocument'],
      }),
    ],
  },
  {
    preset: 'business-central',
    title: 'Microsoft Dynamics 365 Business Central (API v2.0)',
    settings: [
      BASE,
      { name: 'company', secret: false, example: 'GUID of the company' },
      CREDENTIAL,
    ],
    auth: {
      kind: 'oauth',
      token: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      scope: 'https://api.businesscentral.dynamics.com/.default',
    },
    streams: [
      central('salesInvoices', 'salesInvoiceLines'),
      central('purchaseInvoices', 'purchaseInvoiceLines'),
      central('purchaseOrders', 'purchaseOrderLines'),
    ],
  },
  {
    preset: 'erpnext',
    title: 'ERPNext (REST)',
    settings: [BASE, CREDENTIAL],
    auth: { kind: 'header', name: 'authorization', prefix: 'token ' },
    streams: [next('Sales Invoice'), next('Purchase Order'), next('Purchase Receipt')],
  },
  {
    preset: 'odoo',
    title: 'Odoo (JSON-2)',
    settings: [BASE, CREDENTIAL],
    auth: { kind: 'bearer' },
    streams: [odoo('account.move', 'name'), odoo('purchase.order', 'name')],
  },
  {
    preset: 'netsuite',
    title: 'NetSuite (SuiteQL)',
    settings: [BASE, CREDENTIAL],
    auth: { kind: 'bearer' },
    streams: [
      {
        name: 'invoices',
        path: '/services/rest/query/v1/suiteql',
        query: { limit: '{size}', offset: '{skip}' },
        body: `{"q":"SELECT * FROM transaction WHERE type = 'CustInvc' AND lastmodifieddate >= TO_DATE('{since}','YYYY-MM-DD') ORDER BY id"}`,
        records: 'items',
        cursor: 'lastmodifieddate',
        since: 'date',
        paging: { kind: 'skip', size: 100 },
        mandatory: ['tranid'],
      },
    ],
  },
  {
    preset: 'kingdee',
    title: '金蝶云星空 (BillQuery)',
    settings: [BASE, CREDENTIAL],
    auth: { kind: 'header', name: 'kdservice-sessionid', prefix: '' },
    streams: [kingdee('AR_receivable'), kingdee('PUR_PurchaseOrder')],
  },
  {
    preset: 'yonyou',
    title: '用友 U8 (OpenAPI)',
    settings: [BASE, CREDENTIAL],
    auth: { kind: 'query', name: 'token' },
    streams: [yonyou('saleinvoice'), yonyou('purchaseorder')],
  },
];

export function presetOf(name: string): Manifest | undefined {
  return PRESETS.find(one => one.preset === name);
}

type Fields = Pick<StreamManifest, 'cursor' | 'mandatory'>;

function sap(name: string, service: string, fields: Fields): StreamManifest {
  return {
    name,
    path: `/sap/opu/odata/sap/${service}`,
    query: {
      $format: 'json',
      $filter: `${fields.cursor} ge datetime'{since}'`,
      $top: '{size}',
      $skip: '{skip}',
    },
    records: 'd.results',
    since: 'seconds',
    paging: { kind: 'skip', size: 50 },
    ...fields,
  };
}

function central(name: string, lines: string): StreamManifest {
  return {
    name,
    path: `/api/v2.0/companies({company})/${name}`,
    query: { $expand: lines, $filter: 'lastModifiedDateTime ge {since}' },
    records: 'value',
    cursor: 'lastModifiedDateTime',
    since: 'instant',
    paging: { kind: 'next', field: '@odata.nextLink' },
    mandatory: ['id', 'number'],
  };
}

function next(doctype: string): StreamManifest {
  return {
    name: doctype,
    path: `/api/resource/${encodeURIComponent(doctype)}`,
    query: {
      fields: '["*"]',
      filters: '[["modified",">=","{since}"]]',
      order_by: 'modified asc, name asc',
      limit_start: '{skip}',
      limit_page_length: '{size}',
    },
    records: 'data',
    cursor: 'modified',
    since: 'blank',
    paging: { kind: 'skip', size: 50 },
    mandatory: ['name', 'docstatus'],
  };
}

function odoo(model: string, key: string): StreamManifest {
  return {
    name: model,
    path: `/json/2/${model}/search_read`,
    body: '{"domain":[["write_date",">=","{since}"]],"order":"write_date asc, id asc","offset":{skip},"limit":{size}}',
    records: '',
    cursor: 'write_date',
    since: 'blank',
    paging: { kind: 'skip', size: 50 },
    mandatory: ['id', key],
  };
}

function kingdee(form: string): StreamManifest {
  return {
    name: form,
    path: '/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.BillQuery.common.kdsvc',
    body: `{"data":{"FormId":"${form}","FieldKeys":"FBillNo,FDate,FModifyDate,FDocumentStatus,FCancelStatus","FilterString":"FModifyDate>='{since}'","OrderString":"FModifyDate","StartRow":{skip},"Limit":{size}}}`,
    records: '',
    cursor: 'FModifyDate',
    since: 'blank',
    paging: { kind: 'skip', size: 100 },
    mandatory: [],
  };
}

function yonyou(name: string): StreamManifest {
  return {
    name,
    path: `/api/${name}list/batch_get`,
    query: { page_index: '{page}', rows_per_page: '{size}', date_begin: '{since}' },
    records: `${name}list`,
    cursor: 'date',
    since: 'date',
    paging: { kind: 'page', size: 50, first: 1 },
    mandatory: ['code'],
  };
}
