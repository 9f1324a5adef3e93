import { first, firstPart, group, many, part, value, type Mapping } from '../mapping.ts';
import {
  ADDRESS,
  ALLOWANCE,
  HEADER,
  ITEM,
  ORDER_LINE,
  PARTY_FIELDS,
  PRICE,
  REFERENCE,
  TOTALS,
} from './party-table.ts';

/** Order, its change and its cancellation in UBL 2.0 to 2.4. */
export const ORDER: Mapping = [
  ...HEADER,
  group('orders', 'OrderReference', REFERENCE),
  value('revision', 'SequenceNumberID'),
  many('notes', 'CancellationNote'),
  value('validUntil', 'ValidityPeriod/EndDate'),
  part('buyer', 'BuyerCustomerParty/Party', PARTY_FIELDS),
  part('seller', 'SellerSupplierParty/Party', PARTY_FIELDS),
  firstPart('deliverTo', 'Delivery/DeliveryLocation/Address', ADDRESS),
  first('requestedOn', 'Delivery/RequestedDeliveryPeriod/EndDate'),
  firstPart('contract', 'Contract', REFERENCE),
  many('terms', 'PaymentTerms/Note'),
  first('deliveryTerms', 'DeliveryTerms/SpecialTerms', 'DeliveryTerms/ID'),
  group('allowances', 'AllowanceCharge', ALLOWANCE),
  part('expected', 'AnticipatedMonetaryTotal', TOTALS),
  group('lines', 'OrderLine', [
    value('id', 'LineItem/ID'),
    value('action', 'LineItem/LineStatusCode'),
    value('quantity', 'LineItem/Quantity'),
    value('net', 'LineItem/LineExtensionAmount'),
    first('requestedOn', 'LineItem/Delivery/RequestedDeliveryPeriod/EndDate'),
    firstPart('item', 'LineItem/Item', ITEM),
    firstPart('price', 'LineItem/Price', PRICE),
  ]),
];

/** OrderResponse and OrderResponseSimple of UBL 2.0 to 2.4. */
export const ORDER_RESPONSE: Mapping = [
  ...HEADER,
  value('code', 'OrderResponseCode', 'AcceptedIndicator'),
  many('notes', 'RejectionNote'),
  group('orders', 'OrderReference', REFERENCE),
  part('issuer', 'SellerSupplierParty/Party', PARTY_FIELDS),
  part('recipient', 'BuyerCustomerParty/Party', PARTY_FIELDS),
  group('lines', 'OrderLine', [
    first('id', 'OrderLineReference/LineID', 'LineItem/ID'),
    value('action', 'LineItem/LineStatusCode'),
    value('quantity', 'LineItem/Quantity'),
    firstPart('price', 'LineItem/Price', PRICE),
    first('on', 'LineItem/Delivery/PromisedDeliveryPeriod/EndDate'),
    first('note', 'LineItem/Note'),
  ]),
];

/** DespatchAdvice of UBL 2.0 to 2.4. */
export const DESPATCH: Mapping = [
  ...HEADER,
  group('orders', 'OrderReference', REFERENCE),
  part('seller', 'DespatchSupplierParty/Party', PARTY_FIELDS),
  part('buyer', 'DeliveryCustomerParty/Party', PARTY_FIELDS),
  first(
    'shippedOn',
    'Shipment/Delivery/Despatch/ActualDespatchDate',
    'Shipment/Delivery/ActualDeliveryDate',
  ),
  first(
    'arrivesOn',
    'Shipment/Delivery/EstimatedDeliveryPeriod/EndDate',
    'Shipment/Delivery/RequestedDeliveryPeriod/EndDate',
  ),
  first('carrier', 'Shipment/Consignment/CarrierParty/PartyName/Name'),
  first('tracking', 'Shipment/Delivery/TrackingID'),
  many('sscc', 'Shipment/TransportHandlingUnit/ID'),
  group('lines', 'DespatchLine', [
    value('id', 'ID'),
    value('delivered', 'DeliveredQuantity'),
    first('backordered', 'BackorderQuantity', 'OutstandingQuantity'),
    first('reason', 'BackorderReason', 'OutstandingReason'),
    firstPart('orderLine', 'OrderLineReference', ORDER_LINE),
    firstPart('item', 'Item', ITEM),
  ]),
];

/** ReceiptAdvice of UBL 2.0 to 2.4. */
export const RECEIPT: Mapping = [
  ...HEADER,
  group('orders', 'OrderReference', REFERENCE),
  firstPart('shipment', 'DespatchDocumentReference', REFERENCE),
  part('buyer', 'DeliveryCustomerParty/Party', PARTY_FIELDS),
  part('seller', 'DespatchSupplierParty/Party', PARTY_FIELDS),
  first('receivedOn', 'Shipment/Delivery/ActualDeliveryDate'),
  group('lines', 'ReceiptLine', [
    value('id', 'ID'),
    value('received', 'ReceivedQuantity'),
    value('accepted', 'AcceptedQuantity'),
    value('short', 'ShortQuantity'),
    value('rejected', 'RejectedQuantity'),
    first('receivedOn', 'ReceivedDate'),
    first('reason', 'RejectReason', 'ShortageActionCode'),
    firstPart('orderLine', 'OrderLineReference', ORDER_LINE),
    firstPart('item', 'Item', ITEM),
  ]),
];
