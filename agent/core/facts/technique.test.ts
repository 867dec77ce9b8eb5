import { must, parseDeviceId } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { exposedImages } from './exposed-images.ts';
import { exposureIndices, exposureOf, techniqueGroups } from './technique.ts';
import { classes, observed } from './testing/observed.ts';

const device = must(parseDeviceId('0a'.repeat(16)));
const name = () => device;

describe('tube charge of an image', () => {
  it.each([
    ['the most exact attribute', { ExposureInmAs: 1.04, ExposureInuAs: 1040, Exposure: 1 }, 1.04],
    ['micro', { ExposureInuAs: 1040, Exposure: 1 }, 1.04],
    ['a rounded zero tells less', { ExposureInuAs: 0, Exposure: 2 }, 2],
    ['current times time', { XRayTubeCurrent: 200, ExposureTime: 500 }, 100],
    ['microseconds and microamperes', { XRayTubeCurrentInuA: 200_000, ExposureTimeInuS: 500_000 }, 100],
    ['nothing', { XRayTubeCurrent: 200 }, undefined],
  ] as const)('%s', (_, header, expected) => {
    expect(exposureOf([header])).toBe(expected);
  });

  it('is found in the functional groups of a multi-frame image', () => {
    const groups = { CTExposureSequence: [{ ExposureInmAs: 80, ExposureModulationType: 'ANGULAR' }] };
    const enhanced = observed({
      SharedFunctionalGroupsSequence: [{ CTXRayDetailsSequence: [{ KVP: 120 }] }],
      PerFrameFunctionalGroupsSequence: [groups, groups],
    });
    expect(techniqueGroups([enhanced], name)).toMatchObject([
      { kvp: { min: 120, max: 120 }, mAs: { min: 80, max: 80 }, ExposureModulationType: 'ANGULAR' },
    ]);
  });
});

describe('technique groups', () => {
  it('one a device, modality and protocol, with the range over its images and without localisers', () => {
    const chest = { ProtocolName: 'Chest', KVP: 120, SliceThickness: 5 };
    const images = [
      observed({ ...chest, Exposure: 60 }),
      observed({ ...chest, Exposure: 140, SliceThickness: 1.25 }),
      observed({ ...chest, Exposure: 5, KVP: 80, ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }),
      observed({ ProtocolName: 'Head', KVP: 100 }),
    ];
    expect(techniqueGroups(images, name)).toEqual([
      {
        deviceId: device,
        Modality: 'CT',
        ProtocolName: 'Chest',
        images: 2,
        kvp: { min: 120, max: 120 },
        mAs: { min: 60, max: 140 },
        sliceThickness: { min: 1.25, max: 5 },
      },
      { deviceId: device, Modality: 'CT', ProtocolName: 'Head', images: 1, kvp: { min: 100, max: 100 } },
    ]);
  });
});

it('a zero is no technique', () => {
  expect(techniqueGroups([observed({ KVP: 0, Exposure: 0 })], name)).toEqual([
    { deviceId: device, Modality: 'CT', ProtocolName: '', images: 1 },
  ]);
});

describe('exposure indices', () => {
  const dx = { Modality: 'DX', ExposureIndex: 51.7, TargetExposureIndex: 438.5, DeviationIndex: -9.3 };

  it('as written, of images that carry one, at most 100', () => {
    expect(exposureIndices([observed(dx), observed()], name)).toEqual([
      { deviceId: device, ExposureIndex: 51.7, TargetExposureIndex: 438.5, DeviationIndex: -9.3 },
    ]);
    expect(
      exposureIndices(
        Array.from({ length: 120 }, () => observed(dx)),
        name,
      ),
    ).toHaveLength(100);
  });

  it('an image processed for viewing speaks where the device keeps no other', () => {
    const how = { sopClass: classes.dx };
    const original = observed({ ...dx, ImageType: ['ORIGINAL', 'PRIMARY'] }, how);
    const processed = observed({ ...dx, ImageType: ['DERIVED', 'PRIMARY'] }, how);
    const edited = observed({ ...dx, ImageType: ['DERIVED', 'SECONDARY'] }, how);
    expect(exposedImages([original, processed, edited], [original])).toEqual([original]);
    expect(exposedImages([processed, edited], [])).toEqual([processed]);
  });
});
