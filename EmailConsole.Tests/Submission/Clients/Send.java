import java.io.FileInputStream;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Sends a message by JavaMail, with WSO2's properties. Arguments: host port security mechanism user key from to1,to2 subject authorities. */
public class Send {
    public static void main(String[] args) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (FileInputStream file = new FileInputStream(args[9])) {
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("authority", certificate);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);

        Properties properties = new Properties();
        properties.put("mail.smtp.host", args[0]);
        properties.put("mail.smtp.port", args[1]);
        properties.put("mail.smtp.auth", "true");
        properties.put("mail.smtp.auth.mechanisms", args[3]);
        properties.put("mail.smtp.ssl.enable", String.valueOf(args[2].equals("Tls")));
        properties.put("mail.smtp.starttls.enable", String.valueOf(args[2].equals("StartTls")));
        properties.put("mail.smtp.starttls.required", String.valueOf(args[2].equals("StartTls")));
        properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        properties.put("mail.smtp.allow8bitmime", "true");
        Session session = Session.getInstance(properties);
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(args[6]));
        message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(args[7]));
        message.setSubject(args[8]);
        message.setText("Grüße: 123456\n", "UTF-8");
        message.saveChanges();
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(args[4], args[5]);
            transport.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
