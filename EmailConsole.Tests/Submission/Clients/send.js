// Sends a message by nodemailer. Arguments: host port security mechanism user key from to1,to2 subject authorities
const fs = require("fs");
const nodemailer = require("nodemailer");

const [host, port, security, authMethod, user, pass, from, to, subject, authorities] = process.argv.slice(2);
const transport = nodemailer.createTransport({
  host, port: Number(port), secure: security === "Tls", requireTLS: security === "StartTls", authMethod, auth: { user, pass },
  tls: { ca: fs.readFileSync(authorities) },
});
transport.sendMail({ from, to: to.split(","), subject, text: "Grüße: 123456\n" }).then(
  () => process.exit(0),
  e => { console.error(e.message); process.exit(1); });
