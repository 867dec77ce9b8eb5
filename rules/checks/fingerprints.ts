/** One published version of a rule: SHA-256 of the text of its file followed by the predicates and clause modules that it imports. */
export interface RuleFingerprint {
  readonly version: number;
  readonly sha256: string;
}

/**
 * Every version that a rule has had, oldest first. The catalogue test compares the last line of each with the rule as it is, so that an edited rule
 * without a raised version fails. A line is added for a new version and never changed: findings name the version that judged.
 */
export const ruleFingerprints: Readonly<Record<string, readonly RuleFingerprint[]>> = {
  'age-sources-agree': [{ version: 1, sha256: 'f04a6f05400203291c87fa2dec90cf5f19d0c9294ac35456b5b035926142073c' }],
  'archive-online-share': [{ version: 1, sha256: '52f4caddd77efee1bcae3cc7887202781c98f5adb1d8dfa097d0691f361cd4f5' }],
  'archive-year-proven': [{ version: 1, sha256: 'f7b034acbf933fc5edf9f28e7c5f16c053f66ab9d3f7a5cb381bd3a9756c0c04' }],
  'availability-month-warning': [
    { version: 1, sha256: 'ab9a29ff1bc49911d3a2af56e07c3c8275f73204ac439229e2a13329b58162e2' },
  ],
  'calibration-in-plan': [{ version: 1, sha256: '48143cec5f88c3b9d17685f82de177ade374cd91efbc74aa469e19ee3109cd5e' }],
  'capacity-for-term': [{ version: 1, sha256: 'c86617ee50842a43ee28208a79ee3de8de873c94a313838c590e4eafad35499e' }],
  'chest-fluoroscopy-review': [
    { version: 1, sha256: '3a58eee86322233fbdc547fcfc5147371e04aecf31b6ee1ef9ceea34d8c573a6' },
    { version: 2, sha256: 'df2dedb48b9021d12655885840bcb183bef204373ae3da65d71481469dbe8a6a' },
  ],
  'child-chest-review': [{ version: 1, sha256: '3ae90661fa4d1757a896017517c0e448722c232ae2c351f00581bb58a7a7ce0d' }],
  'completed-exam-archived': [
    { version: 1, sha256: '4dd1437eaec9cda7a6ad034e88283e5397ba463aa30b1af585248302e6816a7c' },
  ],
  'content-unchanged': [{ version: 1, sha256: 'b6c0bd8ecd29068b089c1fa5071f02cca73a71deaf5b534b30faea2bd6f203d8' }],
  'contrast-consent': [{ version: 1, sha256: '1a52559e6d429911b8a85d7e5e8201198604d8358c5a21cbe5c88582b8f011f3' }],
  'contrast-trained-staff': [
    { version: 1, sha256: '2b37fe400d1709dd48dcbc2d2be761418cecfa51cd76fcd23750d5596a799cbf' },
  ],
  'ct-dose-alert-review': [
    { version: 1, sha256: '095d898ca2c5ac4305d74b5ad300b49c468f80057fd8e23ef957a455a7c6122b' },
    { version: 2, sha256: 'e445c961dd267fc859e59972b64bea8779f3a66fd8d8a321a06b4fd462b8272d' },
  ],
  'ctdi-phantom-known': [
    { version: 1, sha256: '7500d85cf168880f7031d5ce30217133d7668362d92999ffc7c42f6e1a3faa89' },
    { version: 2, sha256: '016e826b344d145cd8f540c620588d80f16f44d592afe3fa5c60faf5573be008' },
    { version: 3, sha256: 'd0f38cedfdf1ca5b2327ad3aef7151bd4a63c4b4efc947bc8dcc594e447693cb' },
  ],
  'daily-device-record': [{ version: 1, sha256: '109ee53a6040c32bdd2ef2c025331f7eef5d61288aadd3721f3ce15791b88f1a' }],
  'deviation-index-agrees': [
    { version: 1, sha256: 'd8d0b830dd7b12ae60619c360e9669c89a99d9f35e5f833e0748c99c914af7c0' },
    { version: 2, sha256: '690f3982ddecaeca9fde65fd516624228b9bbc90c18fa5dcc84e18508f9e02fd' },
  ],
  'device-ae-title-listed': [
    { version: 1, sha256: '75c1b9c71c0dc041ee1159085d82d16ea971e7e3ce8f98cb4ef41cfc4ee41a8d' },
  ],
  'device-availability': [{ version: 1, sha256: '06ca6b424fef2d80dc9faf8d4104ee02dbf7bb75fe68d6fa34ca0f7afc10b2f9' }],
  'device-faults-followed': [
    { version: 1, sha256: '2b05a4051d12b3342bfe2edb8b1c57c9398cacc65574109e2dfbd84905db519c' },
  ],
  'device-known': [{ version: 1, sha256: 'c70fe6e101fa9309cc83e7a6c7bcf3a1ead092322983b08d68ee45426b7a39e2' }],
  'device-registered': [{ version: 1, sha256: '3256139735b26141058633fba6b1a0dc2e49f7ee625ec9f0d0df4d52a4db3957' }],
  'discontinued-step-recorded': [
    { version: 1, sha256: 'a82f34a527aa7087d09413dc20d1fbfc520af84206935e5800dcd9e70d290c65' },
  ],
  'dose-audit-low-outlier': [
    { version: 1, sha256: '28996113f544dc610a3566d016072787ad633f7a782dc56bd6175104e9e51e02' },
    { version: 2, sha256: 'ca4f74394185e70df56a8aa077651b62900a6ee8f0d9062da92eb8ad53f1a955' },
  ],
  'dose-audit-reference-level': [
    { version: 1, sha256: '0f7f0b194b7b46943a432b8c876a652dd9ae4ff8573cdf97fd725e49de1384e8' },
    { version: 2, sha256: '4cc7d8a403c1de124a7aaa7e86ed4c4d2286323d30b8ed9b2839017d915649e6' },
  ],
  'dose-check-configured': [
    { version: 1, sha256: '41145faef71650d726551c75a7f228d5c92d7eab9515dbc4654c3d4a43362772' },
    { version: 2, sha256: 'f8d6f16f2bef918821d49ca3c247be078299c18e35b5f30391df38a464900691' },
    { version: 3, sha256: '2611b0d46ffb11b2ea9fe349bfa10b7d484a49ee810ac61ae351f6819d29ca22' },
  ],
  'dose-record-present': [
    { version: 1, sha256: '127db94f0a7d61a3e1ab3f734ec6877e1491d59ab7be3def946b7ba2590861c3' },
    { version: 2, sha256: '993c4f72436ed840abf5d371af48acaf7fbccb1c8ea9b5d6a199116048f88194' },
    { version: 3, sha256: '6a5a11eec366702f365cc8b2e6d1b792a8fb332f8b2120803196e746357e1923' },
    { version: 4, sha256: 'd2b42d7ee7cdc4c8e9f9c873c220ee40ddd16e97b27989f915db71c64d101f1a' },
    { version: 5, sha256: '9211a42913775106b15fa2e68662d13bc5e4b713c498de2afb8bce76ff1d3bae' },
  ],
  'dose-source-automatic': [
    { version: 1, sha256: '32b3871316f6396b7be2ff1fb39ee707fff423119ae66411c774fef2ecea49e7' },
    { version: 2, sha256: '776fc2d3f4fd8eb37d61de1d2987018236c6b97687f8c4e7a6ad4830f21e6ab0' },
  ],
  'dose-total-is-sum': [
    { version: 1, sha256: 'b1eed741e90ab0b06da123f3383ee9bf17cb32a67da0faec5e3066ec86351ae1' },
    { version: 2, sha256: '0b4f18cd276fe8ddc016847f35ac13dfcc8142aa5829f2ab5a03bcdadc8ceb00' },
    { version: 3, sha256: '92e6ce47f25ec19a6426911a37195c539e28360b88b64bd6b634d52f6f44c4e5' },
  ],
  'dose-units-conform': [{ version: 1, sha256: '60ee8da3c8d5494731976efc8e259addbc0aa0f76e283b446ac98c76e51714da' }],
  'dose-units-known': [{ version: 1, sha256: 'b4e95a1eb231db591456917feb2b4eff167686c47213cb120ba38c9189f85c52' }],
  'dose-values-plausible': [
    { version: 1, sha256: '17fd453c278d214697351d1b4f8bd53ae217bc4c4e65e22f48e16b0b44498e47' },
    { version: 2, sha256: '36c78ea30487bc2bc46dc706dc331bd4beaac844c83e3317374379318d8da32d' },
    { version: 3, sha256: 'a168b3e4d7731bee6d9518c4f4f87fd11d6f85c84babae0ca1a648a48dd5b2b8' },
  ],
  'expiry-not-before-term': [
    { version: 1, sha256: 'fc59e8fff7ec80aa6c04dbf753f07699dac0644b15f74001c310f64e9f132f46' },
  ],
  'fit-for-diagnosis': [{ version: 1, sha256: '62aacb7335b4d714b36bfef8bc0bdfd2fbf097a0edc4dbda89b50510d2939ce3' }],
  'headers-unchanged': [{ version: 1, sha256: '5b2c6a00108e97ef3b617b8f5c265e3d9a26e2d3db5419037b45227e790b405a' }],
  'identity-number-birth-date': [
    { version: 1, sha256: '4a96d876172e587c808dc05e1dcbfc4ba2bb5931de113070ebe78955014358d3' },
  ],
  'identity-number-check-digit': [
    { version: 1, sha256: '72d45df4f8cce7f52df72a95dc9cb0c598d55da9edd0235b7d2d74e77dd63c34' },
  ],
  'identity-number-one-patient-id': [
    { version: 1, sha256: 'df64b4b644cc00ecaec76f9314634f0a40df593dbfeae3f8d55a1cde6a4a0699' },
  ],
  'identity-number-sex': [{ version: 1, sha256: 'f687021437c8ac330bb3639b6985047a9cd826d32382c4fca6b3776f5548672f' }],
  'images-kept-ten-years': [
    { version: 1, sha256: 'd50f78759c1058e6d67340af7c2c796f7765085304771ab398b0f28a72d2c83d' },
    { version: 2, sha256: 'b1e4f8598581eb8f521713d4302d4ddb64c4847f26ca1a71717eb4a7c68a1f05' },
  ],
  'images-online-three-years': [
    { version: 1, sha256: '7749bcc3382281fd5125046581c449ac3091a9ccb08ab64c4a16a9ce99cf92bd' },
    { version: 2, sha256: '3d15af41066191f34a4e4f42c27c453c946dc7beeacf4ebe17a00905034eae16' },
  ],
  'images-uploaded-in-time': [
    { version: 1, sha256: '5cad611f2aa0c4ee8e389a94769e1a74fb3f6b8484d2d516f350cb8cc884e378' },
  ],
  'independent-ups': [{ version: 1, sha256: '8a5acc3306c6f20d57591641e0bad9efa258c5822a205aa06b488e8b197eb405' }],
  'infant-protection': [
    { version: 1, sha256: 'c8b7e250f87f5de63f1fc99cf50cbd81916daccc45e0c75ae763fa674aab3e8a' },
    { version: 2, sha256: '7c13167f77ac5145398db7c31c58bf1ae5daac2dbed1387e3f477327e60b36b0' },
  ],
  'ionising-device-on-permit': [
    { version: 1, sha256: 'd5d82722de9639c879c101554f933fa645448e042703e991f17a56c27ac1d3a2' },
  ],
  'maintenance-in-plan': [{ version: 1, sha256: 'd3e02a98326452e8772360a4dac83640c4855f187246515a8902b36d9e2e8270' }],
  'no-images-after-stop-order': [
    { version: 1, sha256: 'ac662e118ea2333184879f6f284f8149326ab34f98ed2167d88308c197c2ad0a' },
  ],
  'no-recycling-before-term': [
    { version: 1, sha256: '0cda168cb2571ed07faeb0d5b1879b7a3298d89b07abf011ba8d0b137db11565' },
  ],
  'not-patient-share-plausible': [
    { version: 1, sha256: '40000140e037a2319b633f51371786c4c2b3222216833609ac89161a39d5ddc6' },
  ],
  'object-readable': [{ version: 1, sha256: '9af26360fee844d9db20f5c7988202ad05765b04e9905919acafa18a0e140803' }],
  'operator-in-staff-list': [
    { version: 1, sha256: '70a4b018c7299166c50b850e84e856797d0408f430f3b0e24997b502118e962b' },
  ],
  'operators-present': [{ version: 1, sha256: 'e8e22b56d4770542abdb2f0e5011e1ea669c7ad9c519028d96cf18412b919bee' }],
  'outreach-protection-recorded': [
    { version: 1, sha256: 'dfa10b1705ad674879c127bfca8fb4042db7b11a3a99b97ed995d6e8cd5b7ba8' },
  ],
  'patient-id-one-name': [{ version: 1, sha256: '57b307bd9cb870c0424a13968fc7dbe0702605f4d7e079dc536c2491af6c72df' }],
  'planned-exam-archived': [{ version: 1, sha256: '7a122ce14d76e1d44e81265987994ebc53cc402166d86ffaa19a2482b2e2ffc4' }],
  'pregnancy-asked': [{ version: 1, sha256: '7e436e35641778204fd1c8b39fbfec59b94885cc73e43f87fdff3735adca7ef9' }],
  'pregnancy-consent': [{ version: 1, sha256: 'eeb14e50821832dd9d94afef07fded7b8e693a3d9872d5691174e6a70096092b' }],
  'pregnancy-data-agree': [{ version: 1, sha256: '4f790fb20dafbc700ba8f442634b0e64858836676e97735ce6a1c5576be1b512' }],
  'pregnancy-harm-explained': [
    { version: 1, sha256: 'a4f681c9da55b12450ec700b8cdf3b6829a438faa719a647b5abd68c1df3ebbc' },
  ],
  'pregnancy-weeks-8-15': [{ version: 1, sha256: 'd41cf3e6e6e45b8f9755fbe79ff4ad1493f121c6f47ce375994d012bc305ccea' }],
  'protocol-drift': [{ version: 1, sha256: 'c4604c42738c905e3fcbaecf854a1d153ff58fbafc5a43b84da2b790da53cf32' }],
  'real-name-present': [{ version: 1, sha256: '6eea7d1e988c424e11f23b1ab2b74e6145199430cb7467e62efbe618c46512fb' }],
  'registered-device-seen': [
    { version: 1, sha256: '0ae372dd0ca3246ec43a1203c4d567747101d981ac3359d8fc1d39e76db03572' },
  ],
  'repeat-exposure-review': [
    { version: 1, sha256: '0f4bad0b761cc89d951b0bbc600738fd13a826986fb6b177618629b2773e2836' },
    { version: 2, sha256: 'a7b0d2624a5109c93d89c340e54dac556366b237710ab3567fb77ba2dee1125f' },
  ],
  'report-not-before-images': [
    { version: 1, sha256: '000b4bbaa9d0f0d72d6e5e2273d7ec2d0cb29b7e6c7144a000db6f8237e232fd' },
  ],
  'report-present': [{ version: 1, sha256: '8c104ee31cbaa71b4af61bee56ea234f3fef93b1e834703d19972e23b0639552' }],
  'report-signer-licensed': [
    { version: 1, sha256: '546b60b0144373167ae947ca3f35b3f18beffc489c4df83b66a121831f64e77e' },
  ],
  'report-signer-named': [
    { version: 1, sha256: '1f6552bd165b12702aacab9d83ac08382a82011646eb61757c4725fcfecfa375' },
    { version: 2, sha256: '5e918eda950ffbc2bec567abb33aeb7554564083b4d3faa2c490dd053d34a5ef' },
  ],
  'report-verified': [{ version: 1, sha256: '84fd95c6f5b4f4469c09d3c4e85754ddcce3a3e8b676d076f29e36e2e418b202' }],
  'retrieval-in-time': [{ version: 1, sha256: '621a1553774ab9a1d45d77d7e42436f27afb7ee241d0e27bc697b1616bdaede6' }],
  'room-climate': [{ version: 1, sha256: '2f8ec00b1d0f767fc85bb051b6ffcc26b47ab09ba2ee321cdb7ca65237b92bfc' }],
  'scope-no-fetal-xray': [{ version: 1, sha256: '77cedfcb061afe2e217afc87d52e032549a6ea034acc7c911bb1498e09c5dbf7' }],
  'scope-no-intervention': [{ version: 1, sha256: '979a56e8ab5d0aa73f672be1d76aca43801d9f0b5496ae28986e3ed42b576431' }],
  'scope-no-radiotherapy': [{ version: 1, sha256: '431de4f1bebb25e4539f4c4840ed515d4acb5abac53abdf4bfa6758db01a2f2b' }],
  'smoke-detection': [{ version: 1, sha256: 'a73ad9bcff43a3595587c3acb9f11df98407ce756a6b2e5d3662c016c78caa77' }],
  'study-objects-complete': [
    { version: 1, sha256: 'cb89efa66c84a54cd9cb7630f9658013a6fabab54dfe0102e20c782aff291bb2' },
  ],
  'study-origin': [{ version: 1, sha256: '9e06c00d451656a553ece294913df5e5a87e93af68ba8b782f43d0f8bce99e5a' }],
  'ups-battery-care': [{ version: 1, sha256: '3f126d42f330638b46dac197c58fc1317c615a37b0d24a82b024cace6fc5e8a0' }],
};
