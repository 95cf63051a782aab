<?php
// Sends a message by Symfony's mailer, set up as Nextcloud does it (lib/private/Mail/Mailer.php). Arguments: lines of config.php,
// to1,to2, subject, authorities. Says what it sent.
require '/usr/share/php/Symfony/Component/Mailer/autoload.php';

use Symfony\Component\Mailer\Exception\TransportExceptionInterface;
use Symfony\Component\Mailer\Transport\Smtp\EsmtpTransport;
use Symfony\Component\Mime\Address;
use Symfony\Component\Mime\Email;

[, $lines, $recipients, $subject, $authorities] = $argv;
$config = eval("return [$lines];");
$transport = new EsmtpTransport($config['mail_smtphost'], $config['mail_smtpport'], $config['mail_smtpsecure'] === 'ssl' ? true : null);
$transport->getStream()->setTimeout(10);
$transport->getStream()->setStreamOptions(['ssl' => ['cafile' => $authorities]]);
if ($config['mail_smtpauth']) {
    $transport->setUsername($config['mail_smtpname']);
    $transport->setPassword($config['mail_smtppassword']);
}

$message = (new Email())
    ->from(new Address($config['mail_from_address'] . '@' . $config['mail_domain'], 'Größe & Co.'))
    ->to(...explode(',', $recipients))
    ->subject($subject)
    ->text("Grüße: 123456\n")
    ->html("<p>Grüße: <b>123456</b></p>\n");
try {
    echo $transport->send($message)->toString();
} catch (TransportExceptionInterface $e) {
    fwrite(STDERR, $e->getMessage() . "\n");
    exit(1);
}
