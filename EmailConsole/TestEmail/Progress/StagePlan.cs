using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.TestEmail.Progress;

/// <summary>The stages that a delivery, or a check, with given settings goes through, in order.</summary>
internal static class StagePlan
{
    /// <param name="settings">Of the provider.</param>
    /// <param name="way">How its credentials are checked.</param>
    public static IEnumerable<DeliveryStage> ForCheck(EmailProviderSettings settings, CheckWay way)
    {
        var stages = For(settings);
        return way switch
        {
            CheckWay.SignIn => stages.TakeWhile(s => s != DeliveryStage.Sender),
            CheckWay.Token => stages.TakeWhile(s => s != DeliveryStage.Request),
            _ => stages,
        };
    }

    public static IEnumerable<DeliveryStage> For(EmailProviderSettings settings)
    {
        var usesToken = ProviderKinds.Find(settings.Kind)?.UsesToken(settings) == true;
        yield return DeliveryStage.Resolve;
        yield return DeliveryStage.Connect;
        if (settings.Kind != ProviderKinds.Smtp)
        {
            yield return DeliveryStage.Encrypt;
            if (usesToken)
            {
                yield return DeliveryStage.Token;
            }

            yield return DeliveryStage.Request;
            yield return DeliveryStage.Answer;
            yield break;
        }

        if (settings.Encryption == SmtpEncryption.Tls)
        {
            yield return DeliveryStage.Encrypt;
        }

        yield return DeliveryStage.Greeting;
        if (settings.Encryption is SmtpEncryption.StartTlsRequired or SmtpEncryption.StartTlsIfOffered)
        {
            yield return DeliveryStage.Encrypt;
        }

        if (usesToken)
        {
            yield return DeliveryStage.Token;
        }

        if (settings.AuthenticationType != AuthenticationType.None)
        {
            yield return DeliveryStage.Authenticate;
        }

        yield return DeliveryStage.Sender;
        yield return DeliveryStage.Recipient;
        yield return DeliveryStage.Content;
    }
}
