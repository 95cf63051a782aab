using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.TestEmail;

/// <summary>Watches one test as it happens; called as <see cref="IDeliveryListener"/> is.</summary>
public interface ITestEmailListener : IDeliveryListener
{
    /// <summary>Comes first, once: the stages to expect follow from the settings.</summary>
    void Prepared(EmailProviderSettings settings);
}
