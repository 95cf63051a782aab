namespace EmailConsole.Delivery;

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
