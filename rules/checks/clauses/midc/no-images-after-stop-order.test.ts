import { day, standingDevice, testDeviceRule } from '@center/checks/testing';
import { noImagesAfterStopOrder } from './no-images-after-stop-order.ts';

const order = { orderId: 'o-1', from: day('2026-05-01'), studies: 0 };

testDeviceRule(
  noImagesAfterStopOrder,
  {},
  {
    conforms: [
      ['silent since', standingDevice({ stops: [order] })],
      ['lifted', standingDevice({ stops: [{ ...order, liftedOn: day('2026-05-10') }] })],
    ],
    deviates: [
      ['one study after it', standingDevice({ stops: [{ ...order, studies: 1, lastStudyOn: day('2026-05-02') }] })],
      ['under the second of two', standingDevice({ stops: [order, { ...order, orderId: 'o-2', studies: 2 }] })],
    ],
    indeterminate: [],
    notApplicable: [['no order', standingDevice()]],
  },
  { cannotOccur: { indeterminate: 'an order that nobody entered is not known' } },
);
