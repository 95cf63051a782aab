namespace EmailConsole.Delivery;

/// <summary>Watches one delivery as it happens. Called from any thread, in order, never concurrently; must not block.</summary>
public interface IDeliveryListener
{
    /// <summary>Whether the transcript has the beginning of a request's body too. Not where others read it: a message is its recipients'.</summary>
    bool SeesContent => false;

    void StageStarted(DeliveryStage stage);

    /// <param name="stage">The stage.</param>
    /// <param name="detail">What was learned: addresses, capabilities, TLS version and certificate, life of the token.</param>
    /// <param name="elapsed">The stage's time.</param>
    /// <param name="warning">Something that works but should be known, such as a revocation list that cannot be reached.</param>
    void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning);

    void StageFailed(DeliveryFailure failure, TimeSpan elapsed);

    /// <param name="fromServer">Who said it.</param>
    /// <param name="line">One line without its line break, credentials and known secrets removed.</param>
    void Transcript(bool fromServer, string line);
}

/// <summary>Nobody watches: the outcome is all that counts.</summary>
internal sealed class NoDeliveryListener : IDeliveryListener
{
    public static readonly NoDeliveryListener Instance = new();

    private NoDeliveryListener()
    {
    }

    public void StageStarted(DeliveryStage stage)
    {
    }

    public void StagePassed(DeliveryStage stage, string detail, TimeSpan elapsed, string? warning)
    {
    }

    public void StageFailed(DeliveryFailure failure, TimeSpan elapsed)
    {
    }

    public void Transcript(bool fromServer, string line)
    {
    }
}
