'use strict';
// file-box asks jimp to find a QR code in a picture; Linli never looks for one.
module.exports = {
  read: async () => {
    throw new Error('jimp is not installed: QR codes in pictures are not read');
  },
};
