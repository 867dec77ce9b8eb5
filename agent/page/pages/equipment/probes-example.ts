/** Probes as the configuration of the agent names them, for a device and for its UPS. */
export const probesExample = `"probes": [
  { "name": "ct-1-echo", "type": "dimse-echo", "of": "ct-1", "host": "192.168.1.20", "port": 104, "calledAeTitle": "CT1", "everySeconds": 60 },
  { "name": "ups-1-nut", "type": "nut", "of": "ups-1", "host": "192.168.1.60", "ups": "ups", "everySeconds": 5 }
]`;
